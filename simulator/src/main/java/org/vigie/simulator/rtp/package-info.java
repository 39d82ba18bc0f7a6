/**
 * RTP as a camera sends it: packets from pictures and sound, sender reports, and what was sent kept
 * for a while to repair losses.
 *
 * <p>Headers and RTCP are written and read here by code of our own, not by the bridge's: the
 * simulator is the bridge's far end in tests, and a mistake that both ends shared would go unseen.
 */
@NullMarked
package org.vigie.simulator.rtp;

import org.jspecify.annotations.NullMarked;
