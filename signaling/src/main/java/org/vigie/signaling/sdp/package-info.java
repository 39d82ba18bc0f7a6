/** SDP text to records and back, nothing else. */
@NullMarked
package org.vigie.signaling.sdp;

import org.jspecify.annotations.NullMarked;
