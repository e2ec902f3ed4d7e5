/// Puts faults into an app on purpose and tells how the engine dealt with them. Beside the stages,
/// which do not know it: it breaks what they look after, and reads from the store what they did.
@NullMarked
package dev.slipway.drill;

import org.jspecify.annotations.NullMarked;
