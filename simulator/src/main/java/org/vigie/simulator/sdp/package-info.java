/**
 * The little SDP that a simulated peer needs: it writes offers and reads answers. Code of our own,
 * not the signalling server's, so that tests find what both ends would otherwise get wrong alike.
 */
@NullMarked
package org.vigie.simulator.sdp;

import org.jspecify.annotations.NullMarked;
