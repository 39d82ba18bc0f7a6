/** From an offer and what we can do to a typed spec and an answer. */
@NullMarked
package org.vigie.signaling.negotiate;

import org.jspecify.annotations.NullMarked;
