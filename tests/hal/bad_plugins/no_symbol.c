/* SPDX-License-Identifier: MIT */
/* A shared object that is no board. */
extern int something_else;
int something_else = 1;
