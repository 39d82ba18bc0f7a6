package org.vigie.signaling.broken.negotiate;

import org.vigie.signaling.broken.whip.HalfOfACycle;

record KnowsWhip(HalfOfACycle whip) {}
