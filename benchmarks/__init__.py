"""How fast this is, beside Hugo and Pelican on the same posts: `make bench`. No part of what is shipped."""
