/** What every part of the signalling shares: how a start that cannot go on says so. */
@NullMarked
package org.vigie.signaling;

import org.jspecify.annotations.NullMarked;
