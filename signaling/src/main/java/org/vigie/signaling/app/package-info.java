/** Wiring, and the main class. */
@NullMarked
package org.vigie.signaling.app;

import org.jspecify.annotations.NullMarked;
