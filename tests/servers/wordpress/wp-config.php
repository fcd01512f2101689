<?php
// A throw-away blog: its database is on a socket in the test's folder, and it talks to nobody.
define('DB_NAME', 'blog');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('BLOG_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define("{$name}_KEY", hash('sha256', "test key $name"));
    define("{$name}_SALT", hash('sha256', "test salt $name"));
}

define('WP_HOME', getenv('BLOG_URL'));
define('WP_SITEURL', getenv('BLOG_URL'));
define('WP_CONTENT_DIR', __DIR__ . '/wp-content');

define('WP_ENVIRONMENT_TYPE', 'local'); // lets application passwords in without TLS
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISALLOW_FILE_MODS', true);
define('DISABLE_WP_CRON', true); // scheduled posts go out when the test asks for wp-cron.php, as where the system's cron does

require_once ABSPATH . 'wp-settings.php';
