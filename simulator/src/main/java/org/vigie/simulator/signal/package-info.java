/**
 * WHIP (RFC 9725) and WHEP as their clients speak them: post the offer, ask whether the session
 * still lives, delete it.
 */
@NullMarked
package org.vigie.simulator.signal;

import org.jspecify.annotations.NullMarked;
