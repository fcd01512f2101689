<?php
// The blog asks nobody anything: no updates, no pings, no checks of itself by way of its only server process.
add_filter('pre_http_request', fn () => new WP_Error('http_request_not_executed', 'This blog is alone in the world.'));

// The REST API may change what the page Settings, Reading offers: whether feeds show the full text or a summary.
add_action('init', function () {
    register_setting('reading', 'rss_use_excerpt', ['type' => 'integer', 'show_in_rest' => true]);
});
