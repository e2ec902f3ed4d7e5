/// The face for people: pages made of the store's rows, which the browser asks for again when the
/// engine says that something changed. Imports the store's ports, the traffic meter, the API's
/// readers and `app`, no stage.
@NullMarked
package dev.slipway.dashboard;

import org.jspecify.annotations.NullMarked;
