package org.vigie.signaling.broken.whep;

import org.vigie.signaling.broken.whip.HalfOfACycle;

/** Uses {@link HalfOfACycle}, which uses this. */
public record OtherHalf(HalfOfACycle half) {}
