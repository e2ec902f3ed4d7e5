/// The boundary to Git. Nothing else imports JGit.
@NullMarked
package dev.slipway.git;

import org.jspecify.annotations.NullMarked;
