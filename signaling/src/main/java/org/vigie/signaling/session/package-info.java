/** The Sessions that callers own, and what WHIP and WHEP have in common. */
@NullMarked
package org.vigie.signaling.session;

import org.jspecify.annotations.NullMarked;
