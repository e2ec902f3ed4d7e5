/// Asks from outside: an instance whether it is well, and an app, through the proxy, as its users
/// do. Knows values and settings only, so that every stage may ask.
@NullMarked
package dev.slipway.probe;

import org.jspecify.annotations.NullMarked;
