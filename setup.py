"""Compiles the inner loops, `cleaner/**/_*.pyx`; everything else about the package stands in pyproject.toml.

Where the machine has no C compiler, one comes from PyPI for the time of the build (ziglang).
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext


def has_compiler() -> bool:
    """Whether the compiler that Python was built with, or the one that is asked for, is there."""
    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    return sys.platform == "win32" or shutil.which(command.split()[0]) is not None


class Compile(build_ext):
    """Compiles with the same arithmetic everywhere, and leaves the modules in the checkout too, where tests import."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.inplace = True
        self.parallel = os.cpu_count()

    def build_extensions(self) -> None:
        if not has_compiler():
            zig = f"{sys.executable} -m ziglang cc"
            self.compiler.set_executables(compiler_so=f"{zig} -O2 -fPIC", linker_so=f"{zig} -shared")
        if self.compiler.compiler_type != "msvc":
            for extension in self.extensions:  # no fused multiply-add: scores are the same to the last digit
                extension.extra_compile_args = ["-O2", "-ffp-contract=off", "-fno-strict-aliasing"]
        super().build_extensions()


def extensions() -> list[Extension]:
    """One extension a .pyx file, as C."""
    from Cython.Build import cythonize  # not at the top: where only the version is asked for, it need not be there

    sources = sorted(str(path) for path in Path("cleaner").glob("**/_*.pyx"))
    modules: list[Extension] = cythonize(
        [Extension(source[:-4].replace(os.sep, "."), [source]) for source in sources],
        build_dir="build",
        language_level=3,
        compiler_directives={"boundscheck": False, "wraparound": False, "cdivision": True, "initializedcheck": False},
    )
    return modules


setup(
    ext_modules=extensions(),
    cmdclass={"build_ext": Compile},
    setup_requires=[] if has_compiler() else ["ziglang"],
)
