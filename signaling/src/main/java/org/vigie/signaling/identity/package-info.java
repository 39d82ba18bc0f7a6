/** Who may do what: tokens and their keepers. */
@NullMarked
package org.vigie.signaling.identity;

import org.jspecify.annotations.NullMarked;
