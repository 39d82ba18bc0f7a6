/** The UDP socket seam and its implementations. */
@NullMarked
package org.vigie.bridge.udp;

import org.jspecify.annotations.NullMarked;
