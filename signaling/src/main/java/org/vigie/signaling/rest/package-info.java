/** The REST interface. */
@NullMarked
package org.vigie.signaling.rest;

import org.jspecify.annotations.NullMarked;
