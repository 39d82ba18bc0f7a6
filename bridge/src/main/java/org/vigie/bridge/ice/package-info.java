/**
 * ICE-lite (RFC 8445) on ice4j's STUN codec. {@link org.vigie.bridge.ice.UserFragments} tells whose
 * a check is before anything is decoded; {@link org.vigie.bridge.ice.IceLite} judges it and
 * answers.
 */
@NullMarked
package org.vigie.bridge.ice;

import org.jspecify.annotations.NullMarked;
