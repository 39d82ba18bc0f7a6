/** The web pages and their assets. */
@NullMarked
package org.vigie.signaling.pages;

import org.jspecify.annotations.NullMarked;
