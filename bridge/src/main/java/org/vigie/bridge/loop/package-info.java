/** The thread that owns Sessions: clock, timers, commands. */
@NullMarked
package org.vigie.bridge.loop;

import org.jspecify.annotations.NullMarked;
