/** NACK, reports, congestion feedback and key-frame requests. */
@NullMarked
package org.vigie.bridge.feedback;

import org.jspecify.annotations.NullMarked;
