@NullMarked
package dev.slipway.dashboard;

import org.jspecify.annotations.NullMarked;
