/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) by jitsi-srtp: {@link org.vigie.bridge.srtp.SrtpTransform}
 * for one Session, {@link org.vigie.bridge.srtp.SrtpSelfTest} to choose the fastest cipher at
 * start.
 */
@NullMarked
package org.vigie.bridge.srtp;

import org.jspecify.annotations.NullMarked;
