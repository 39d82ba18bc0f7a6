/**
 * SDP text to records and back, nothing else (RFC 8866; RFC 8840 for the fragments of a PATCH).
 * {@link org.vigie.signaling.sdp.Attribute} is typed where the negotiation has a use for the value.
 * A text that cannot be read, or exceeds {@link org.vigie.signaling.sdp.SdpLimits}, is a {@link
 * org.vigie.signaling.sdp.SdpException} that names the line, the cause and the remedy; an attribute
 * that is only unknown is kept as it is.
 */
@NullMarked
package org.vigie.signaling.sdp;

import org.jspecify.annotations.NullMarked;
