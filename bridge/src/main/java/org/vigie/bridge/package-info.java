/** The facade of the media plane and its wiring. */
@NullMarked
package org.vigie.bridge;

import org.jspecify.annotations.NullMarked;
