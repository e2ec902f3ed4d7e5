/// The truth: one SQLite file under the state directory. A port per thing that is kept; nothing
/// else sees SQL.
@NullMarked
package dev.slipway.store;

import org.jspecify.annotations.NullMarked;
