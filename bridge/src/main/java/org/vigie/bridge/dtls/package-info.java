/** DTLS 1.2 and its keys for SRTP (RFC 5764). */
@NullMarked
package org.vigie.bridge.dtls;

import org.jspecify.annotations.NullMarked;
