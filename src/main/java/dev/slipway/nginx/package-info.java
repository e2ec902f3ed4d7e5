/// The boundary to the proxy: routes and challenges over the admin socket of `nginx/edge.lua`,
/// configuration files, reload. Nothing else knows how to talk to Nginx.
@NullMarked
package dev.slipway.nginx;

import org.jspecify.annotations.NullMarked;
