/// Source at a commit becomes an image and so a release. Imports the boundaries to Git and Docker, no other stage.
@NullMarked
package dev.slipway.build;

import org.jspecify.annotations.NullMarked;
