/// A release becomes running, ready instances, and unrouted instances end in peace. Imports the
/// boundary to Docker, no other stage.
@NullMarked
package dev.slipway.launch;

import org.jspecify.annotations.NullMarked;
