/// Decides which host leads where, and makes the proxy do it. Imports the boundary to Nginx, no
/// other stage.
@NullMarked
package dev.slipway.route;

import org.jspecify.annotations.NullMarked;
