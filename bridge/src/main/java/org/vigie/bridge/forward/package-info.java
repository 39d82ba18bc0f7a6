/** Tracks, their packet history, and Forwarders into Slots. */
@NullMarked
package org.vigie.bridge.forward;

import org.jspecify.annotations.NullMarked;
