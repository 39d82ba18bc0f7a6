/** Settings that operators change while the relay runs: typed, scoped, versioned, kept. */
@NullMarked
package org.vigie.signaling.settings.live;

import org.jspecify.annotations.NullMarked;
