/**
 * DTLS 1.2 (RFC 6347) by Bouncy Castle, only to agree on SRTP keys (RFC 5764). A handshake blocks,
 * so each {@link org.vigie.bridge.dtls.DtlsEndpoint} runs on a virtual thread of its own behind a
 * bounded mailbox.
 */
@NullMarked
package org.vigie.bridge.dtls;

import org.jspecify.annotations.NullMarked;
