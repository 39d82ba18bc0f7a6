/**
 * Whole relays in this process, with simulated peers over real sockets: real ICE, DTLS and SRTP.
 */
@NullMarked
package org.vigie.simulator.relay;

import org.jspecify.annotations.NullMarked;
