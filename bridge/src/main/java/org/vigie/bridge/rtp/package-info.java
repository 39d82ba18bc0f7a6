/** RTP and RTCP read and written in place. */
@NullMarked
package org.vigie.bridge.rtp;

import org.jspecify.annotations.NullMarked;
