/** Viewers watch (WHEP). */
@NullMarked
package org.vigie.signaling.whep;

import org.jspecify.annotations.NullMarked;
