/// Real counterparts for tests: Git repositories and a Git server.
@NullMarked
package dev.slipway.lab;

import org.jspecify.annotations.NullMarked;
