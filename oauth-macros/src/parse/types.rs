//! Types as they are written, also by another macro.

use syn::Type;
use syn::visit_mut::{self, VisitMut};

/// Takes off what other macros put round a type: `$ty:ty` comes in a group that nobody sees.
pub(super) fn ungrouped(mut ty: Type) -> Type {
    Ungroup.visit_type_mut(&mut ty);
    ty
}

struct Ungroup;

impl VisitMut for Ungroup {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        while let Type::Group(group) = ty {
            *ty = (*group.elem).clone();
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
