/** Key frames and layers, found in the payloads of each codec. */
@NullMarked
package org.vigie.bridge.codec;

import org.jspecify.annotations.NullMarked;
