/** SRTP and SRTCP protection. */
@NullMarked
package org.vigie.bridge.srtp;

import org.jspecify.annotations.NullMarked;
