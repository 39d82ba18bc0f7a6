/** The control WebSocket: what cameras are told while they send. */
@NullMarked
package org.vigie.signaling.live;

import org.jspecify.annotations.NullMarked;
