/** Who may send how much: what the live settings mean for the cameras that are there. */
@NullMarked
package org.vigie.signaling.bandwidth;

import org.jspecify.annotations.NullMarked;
