/// What tests stand on: a real proxy, test apps, a client that sees each connection.
@NullMarked
package dev.slipway.lab;

import org.jspecify.annotations.NullMarked;
