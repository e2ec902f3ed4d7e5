/// A load client for the edge, in which every request ends in one named way, and the app that it is
/// sent to. May import the lab; knows nothing of the engine.
@NullMarked
package dev.slipway.lab.load;

import org.jspecify.annotations.NullMarked;
