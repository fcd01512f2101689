<?php
// For PHP's own server: files as they are, every other address to WordPress, as its rewrite rules would.
$folder = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/');
if ($path !== '/' && strpos($path, '..') === false && is_file($folder . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = "$folder/index.php";
require "$folder/index.php";
