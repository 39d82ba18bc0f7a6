/** Cameras publish (RFC 9725). */
@NullMarked
package org.vigie.signaling.whip;

import org.jspecify.annotations.NullMarked;
