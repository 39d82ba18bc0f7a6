package org.vigie.signaling.broken.whip;

import org.vigie.signaling.broken.whep.OtherHalf;

/** Uses {@link OtherHalf}, which uses this. */
public record HalfOfACycle(OtherHalf other) {}
