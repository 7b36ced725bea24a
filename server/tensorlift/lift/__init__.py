"""The native lift: programs that build a graph and run it in a session become programs that compute.

:func:`tensorlift.lift.native.lift_file` is the way in. The modules, in the order in which they work:

* ``program``: the text, its syntax tree, and which TensorFlow name stands where;
* ``inline``: functions that build a part of the graph and are called once are taken apart;
* ``obstacles``: what is never lifted;
* ``frames``, ``values``: the statements of a program, and what expressions stand for (a placeholder, a variable, what a run computes, …);
* ``reader``, ``evaluate``: read statements in order, and tell what each expression stands for; ``known`` has what they know of TensorFlow;
* ``slices``, ``steps``, ``shared``: which statements a run needs, the functions that take the place of runs, and what these have in common;
* ``emit``, ``training``, ``modules``, ``attributes``, ``calls``, ``results``, ``parameters``, ``text``: write the lifted program;
* ``leftovers``: whether it still uses what is gone.
"""
