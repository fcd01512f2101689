<?php
// php install.php FOLDER: sets up a small charity's blog; prints the password with which its editor may use the REST API.
$_SERVER['HTTP_HOST'] = parse_url(getenv('BLOG_URL'), PHP_URL_HOST) . ':' . parse_url(getenv('BLOG_URL'), PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define('WP_INSTALLING', true);
require "$argv[1]/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

add_filter('pre_wp_mail', '__return_true');
$editor = wp_install('Harbor Light Community Fund', 'editor', 'editor@harborlight.example', true, '', 'test only')['user_id'];
wp_update_user(['ID' => $editor, 'display_name' => 'Dana Quillfeather']);
update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
update_option('timezone_string', 'America/New_York');
$theme = basename(glob(WP_CONTENT_DIR . '/themes/*', GLOB_ONLYDIR)[0]);
update_option('template', $theme);
update_option('stylesheet', $theme);
delete_option('rewrite_rules'); // made anew by the next request

[$password] = WP_Application_Passwords::create_new_application_password($editor, ['name' => 'tests']);
echo $password;
